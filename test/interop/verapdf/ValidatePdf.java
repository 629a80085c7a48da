import java.io.FileInputStream;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** One line per file: path, flavour, PASS or FAIL, and the clauses that fail. Arguments: FLAVOUR (or "own") FILE… */
public class ValidatePdf {
  public static void main(String[] arguments) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    PDFAFlavour wanted = arguments[0].equals("own") ? null : PDFAFlavour.fromString(arguments[0]);
    for (String file : List.of(arguments).subList(1, arguments.length)) {
      try (FileInputStream stream = new FileInputStream(file);
          PDFAParser parser = wanted == null ? Foundries.defaultInstance().createParser(stream) : Foundries.defaultInstance().createParser(stream, wanted)) {
        PDFAFlavour flavour = wanted == null ? parser.getFlavour() : wanted;
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false);
        ValidationResult result = validator.validate(parser);
        TreeSet<String> clauses = result.getTestAssertions().stream()
            .filter(assertion -> assertion.getStatus() == TestAssertion.Status.FAILED)
            .map(assertion -> assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber())
            .collect(Collectors.toCollection(TreeSet::new));
        System.out.println(file + "\t" + flavour.getId() + "\t" + (result.isCompliant() ? "PASS" : "FAIL") + "\t" + String.join(",", clauses));
      } catch (Exception error) {
        System.out.println(file + "\t-\tERROR\t" + error.getMessage());
      }
    }
  }
}
