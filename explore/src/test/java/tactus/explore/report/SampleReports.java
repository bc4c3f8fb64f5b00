package tactus.explore.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reports as runs of transformers give them. */
final class SampleReports {

  private SampleReports() {}

  /** {@return a prefill of 512 tokens: 12 layers of 15 operators} */
  static ObjectNode bert() {
    ReportBuilder report =
        new ReportBuilder(
            "bert-base-s512", "BERT base, prefill of 512 tokens, batch 1, bf16 weights");
    long tokens = 512;
    for (int i = 0; i < 12; i++) {
      String layer = "layer " + i;
      String name = "layer" + i + ".";
      for (String part : new String[] {"query", "key", "value"}) {
        report.product(name + "attention." + part, "linear", layer, tokens, 768, 768, "weight");
      }
      report.product(
          name + "attention.scores", "attention", layer, 12 * tokens, 64, tokens, "activation");
      report.vector(name + "attention.softmax", "softmax", layer, 12 * tokens, tokens);
      report.product(
          name + "attention.context", "attention", layer, 12 * tokens, tokens, 64, "activation");
      report.product(name + "attention.output", "linear", layer, tokens, 768, 768, "weight");
      report.vector(name + "attention.bias", "add", layer, tokens, 768);
      report.vector(name + "attention.residual", "add", layer, tokens, 768);
      report.vector(name + "attention.norm", "layer-norm", layer, tokens, 768);
      report.product(name + "ffn.up", "linear", layer, tokens, 768, 3072, "weight");
      report.vector(name + "ffn.gelu", "gelu", layer, tokens, 3072);
      report.product(name + "ffn.down", "linear", layer, tokens, 3072, 768, "weight");
      report.vector(name + "ffn.residual", "add", layer, tokens, 768);
      report.vector(name + "ffn.norm", "layer-norm", layer, tokens, 768);
    }
    return report.build();
  }

  /** {@return one token of a model of 500 operators, all waiting for weights} */
  static ObjectNode decode() {
    ReportBuilder report =
        new ReportBuilder("llama-decode-kv4096", "Llama 2 7B, decode at 4096 tokens, batch 1");
    for (int i = 0; i < 50; i++) {
      String layer = "layer " + i;
      String name = "model.layers." + i + ".";
      report.vector(name + "input_layernorm", "rms-norm", layer, 1, 4096);
      report.product(name + "self_attn.qkv_proj", "linear", layer, 1, 4096, 12288, "weight");
      report.vector(name + "self_attn.rotary_emb", "rotary", layer, 64, 128);
      report.product(name + "self_attn.scores", "attention", layer, 32, 128, 4096, "kvCache");
      report.vector(name + "self_attn.softmax", "softmax", layer, 32, 4096);
      report.product(name + "self_attn.context", "attention", layer, 32, 4096, 128, "kvCache");
      report.product(name + "self_attn.o_proj", "linear", layer, 1, 4096, 4096, "weight");
      report.product(name + "mlp.gate_up_proj", "linear", layer, 1, 4096, 22016, "weight");
      report.vector(name + "mlp.silu", "silu", layer, 1, 11008);
      report.product(name + "mlp.down_proj", "linear", layer, 1, 11008, 4096, "weight");
    }
    return report.build();
  }

  /** {@return a run in which nothing is multiplied, without layers} */
  static ObjectNode withoutMacs() {
    ReportBuilder report = new ReportBuilder("norms", "two operators of the vector engine");
    report.vector("norm", "layer-norm", "", 512, 768);
    report.vector("softmax", "softmax", "", 512, 512);
    ObjectNode node = report.build();
    ObjectNode bottleneck = (ObjectNode) node.get("bottleneck");
    bottleneck.put("resource", "vectorEngine");
    bottleneck.put("sentence", "The vector engine holds this run back.");
    bottleneck.putArray("whatIf");
    return node;
  }

  /** {@return a run whose names try to leave the places they are put in} */
  static ObjectNode hostile() {
    ReportBuilder report =
        new ReportBuilder(
            "</script><script>alert(1)</script>",
            "\"quotes\" & 'apostrophes' {{report}} \u001b[2J");
    report.product(
        "a \"quoted\" </script > <b>name</b>", "<i>kind", "<!-- layer", 64, 64, 64, "weight");
    report.vector("\u2028line\nbreak", "$1\\", "]]>", 64, 64);
    return report.build();
  }

  /** {@return a run with a SCALE-Sim section} */
  static ObjectNode withPeer() {
    ObjectNode report = bert();
    ArrayNode layers = report.putObject("peer").putObject("scaleSim3").putArray("layers");
    for (int i = 0; i < 8; i++) {
      layers
          .addObject()
          .put("name", "Conv" + i)
          .put("totalCycles", 123_456 * (i + 1))
          .put("stallCycles", 0)
          .put("overallUtilPercent", 76.25 - i)
          .put("mappingEfficiencyPercent", 98.4)
          .put("computeUtilPercent", 76.25 - i)
          .put("sramIfmapReads", 1_204_224)
          .put("sramFilterReads", 9_408)
          .put("sramOfmapWrites", 802_816);
    }
    return report;
  }
}
