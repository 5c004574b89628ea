import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import software.amazon.event.ruler.Machine;

/** Answers each line {"pattern": …, "event": …} with "match", "none" or "refused", as EventBridge would. */
public class EventRulerOracle {
  public static void main(String[] arguments) throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode pair = mapper.readTree(line);
      out.println(answer(pair.get("pattern").toString(), pair.get("event").toString()));
    }
    out.flush();
  }

  private static String answer(String pattern, String event) throws Exception {
    Machine machine = Machine.builder().build();
    try {
      machine.addRule("rule", pattern);
    } catch (Exception refusal) {
      return "refused";
    }
    return machine.rulesForJSONEvent(event).isEmpty() ? "none" : "match";
  }
}
