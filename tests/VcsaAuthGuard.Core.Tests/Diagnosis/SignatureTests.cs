using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Signatures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Tests.ApiLoad;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Tests.Diagnosis;

/// <summary>A user's own signatures: how they are read, and what they find.</summary>
public class SignatureTests
{
    private const string Vault =
        """[{ "name": "Vault", "pattern": "Failed to fetch \\w+ from vault", "log": "Vpxd", "threshold": 3, """
        + """ "explanation": "The vault did not answer.", "remedy": "Ask the vault team.", "link": "https://wiki.example.org/vault" }]""";

    private readonly List<InputProblem> _problems = [];

    [Fact]
    public void A_signature_is_read_with_all_its_parts()
    {
        Signature signature = Assert.Single(Read(Vault));
        Assert.Empty(_problems);
        Assert.Equal(
            ("Vault", @"Failed to fetch \w+ from vault", LogKinds.Vpxd, 3),
            (signature.Name, signature.Pattern, signature.Log, signature.Threshold)
        );
        Assert.Equal(
            ("The vault did not answer.", "Ask the vault team.", "https://wiki.example.org/vault"),
            (signature.Explanation, signature.Remedy, signature.Link)
        );
    }

    [Theory]
    [InlineData("""{ "pattern": "x", "explanation": "y" }""", "The signature has no name.")]
    [InlineData("""{ "name": "n", "explanation": "y" }""", "The signature has no pattern.")]
    [InlineData("""{ "name": "n", "pattern": "x" }""", "The signature has no explanation.")]
    [InlineData("""{ "name": "n", "pattern": "x(", "explanation": "y" }""", "The pattern is not a regular expression")]
    [InlineData("""{ "name": "n", "pattern": "x", "explanation": "y", "threshold": 0 }""", "The threshold is not a whole number")]
    [InlineData("""{ "name": "n", "pattern": "x", "explanation": "y", "log": "hostd" }""", "There is no kind of log 'hostd'")]
    [InlineData("""{ "name": "n", "pattern": "x", "explanation": "y", "link": "wiki" }""", "The link is not an http or https address")]
    [InlineData("""{ "name": "n", "pattern": "x", "explanation": "y", "paterns": "z" }""", "A signature has no 'paterns'.")]
    [InlineData("""42""", "A signature is an object.")]
    public void A_signature_that_is_not_valid_is_one_error_with_its_line_and_the_others_are_read(string json, string message)
    {
        const string Good = """{ "name": "good", "pattern": "x", "explanation": "y" }""";
        Assert.Equal("good", Assert.Single(Read($"[\n{json},\n{Good}\n]")).Name);
        InputProblem problem = Assert.Single(_problems);
        Assert.Equal((InputProblemKind.Invalid, "mine.json", 2L), (problem.Kind, problem.Source, problem.Line));
        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Remedy);
    }

    [Fact]
    public void A_name_is_given_once_and_a_missing_file_is_an_error()
    {
        const string Twice = """{ "name": "n", "pattern": "x", "explanation": "y" }""";
        Assert.Single(Read($"[{Twice}, {Twice}]"));
        Assert.Contains("given twice", Assert.Single(_problems).Message, StringComparison.Ordinal);
        Assert.Empty(SignatureFile.Read("gone.json", _problems.Add));
        Assert.Equal(InputProblemKind.NotFound, _problems[1].Kind);
    }

    [Fact]
    public void Yaml_gives_the_same_signature_as_json()
    {
        const string Yaml = """
            # The vault
            - name: Vault
              pattern: 'Failed to fetch \w+ from vault'
              log: Vpxd
              threshold: 3
              explanation: The vault did not answer.
              remedy: "Ask the vault team."
              link: https://wiki.example.org/vault
            """;
        Signature signature = Assert.Single(SignatureFile.Read(new StringReader(Yaml), "mine.yml", _problems.Add));
        Assert.Empty(_problems);
        Assert.Equal(Assert.Single(Read(Vault)) with { Expression = null }, signature with { Expression = null });
    }

    [Theory]
    [InlineData("- name: n\n  pattern: x\n- name: good\n  pattern: x\n  explanation: y", 1, "The signature has no explanation.")]
    [InlineData("- name: good\n  pattern: x\n  explanation: y\n- name: n\n  name: m", 5, "'name' is already given in line 4.")]
    [InlineData("- name: good\n  pattern: [x\n  explanation: y", 2, "The YAML is not valid here:")]
    [InlineData("- &a {name: good, pattern: x, explanation: y}\n- *a", 1, "Anchors, aliases and tags")]
    [InlineData("- name: good\n  pattern: x\n  explanation: y\n  threshold: '3'", 1, "The threshold is not a whole number")]
    public void Yaml_that_is_not_valid_is_an_error_with_its_line(string yaml, int line, string message)
    {
        SignatureFile.Read(new StringReader(yaml), "mine.yaml", _problems.Add);
        InputProblem problem = Assert.Single(_problems);
        Assert.Equal((InputProblemKind.Invalid, (long)line), (problem.Kind, problem.Line));
        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void A_signature_is_a_finding_from_its_threshold_on(int times, bool isFound)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < times; i++)
        {
            log.Add(i, $"{LoadLogs.At(i)} warning vpxd[1] [Originator@6876 sub=Plugin] Failed to fetch secret from vault");
        }

        VcsaDiagnosis diagnosis = log.Diagnose(new() { Signatures = Read(Vault) });
        Assert.Equal(isFound, diagnosis.Findings.Any(finding => finding.Signature == "Vault"));
        if (isFound)
        {
            Assert.Equal(DiagnosisVerdict.Unexplained, diagnosis.Verdict);
            Assert.Equal((3, NightLog.Night), (diagnosis.Evidence[0].Count, diagnosis.Findings[0].First));
            Assert.Equal(("Vault", "Ask the vault team."), (diagnosis.Remedies[0].Name, diagnosis.Remedies[0].Command));
            Assert.Contains("https://wiki.example.org/vault", diagnosis.Remedies[0].Why, StringComparison.Ordinal);
            Assert.StartsWith("SIGNATURE: Vault", DiagnosisText.Lines(diagnosis, 100).First(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_known_cause_comes_before_a_signature_and_a_log_of_another_kind_is_not_searched()
    {
        const string Line = "warning vpxd[1] [Originator@6876 sub=Plugin] Failed to fetch secret from vault\n";
        string text = NightLog.Quiet().SessionLimit(0, 12) + string.Concat(Enumerable.Repeat($"{LoadLogs.At(9)} {Line}", 3));
        VcsaDiagnosis found = Assert.Single(NightLog.Diagnose(new() { Signatures = Read(Vault) }, ("vpxd-1.log", text)));
        Assert.Equal([DiagnosisCause.SessionLimit, DiagnosisCause.Unexplained], found.Findings.Select(finding => finding.Cause));
        VcsaDiagnosis other = Assert.Single(NightLog.Diagnose(new() { Signatures = Read(Vault) }, ("envoy-1.log", text)));
        Assert.DoesNotContain(other.Findings, finding => finding.Signature is not null);
    }

    private IReadOnlyList<Signature> Read(string json) => SignatureFile.Read(new StringReader(json), "mine.json", _problems.Add);
}
