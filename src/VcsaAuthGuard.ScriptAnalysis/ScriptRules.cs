using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Runs the rules over a script's syntax tree. Nothing in the script is executed.</summary>
public static class ScriptRules
{
    private static readonly IScriptRule[] Table =
    [
        new LoginPerItemRule(),
        new SessionLeakRule(),
        new UnpacedBulkRule(),
        new PlainTextPasswordRule(),
        new IgnoredCertificateRule(),
    ];

    /// <summary>Gets all rules, those about sessions first.</summary>
    public static IEnumerable<ScriptRule> All => Table.Select(rule => rule.Rule);

    /// <summary>Returns the category of a rule.</summary>
    /// <param name="rule">The rule.</param>
    public static ScriptCategory CategoryOf(ScriptRule rule) =>
        rule is ScriptRule.PlainTextPassword or ScriptRule.IgnoredCertificate ? ScriptCategory.Security : ScriptCategory.Session;

    /// <summary>Returns the findings of the given rules in a script, those about sessions first, then in line order.</summary>
    /// <param name="script">The whole script: not a script block within one.</param>
    /// <param name="rules">The rules to use.</param>
    public static IReadOnlyList<ScriptFinding> Find(ScriptBlockAst script, params ScriptRule[] rules)
    {
        ScriptModel model = ScriptModel.Get(script);
        return [.. Table
            .Where(rule => rules.Contains(rule.Rule))
            .SelectMany(rule => rule.Find(model).Select(hit => ToFinding(rule, hit, model)))
            .OrderBy(finding => finding.Category)
            .ThenBy(finding => finding.Line)
            .ThenBy(finding => finding.Column)
            .ThenBy(finding => finding.Rule)];
    }

    private static ScriptFinding ToFinding(IScriptRule rule, RuleHit hit, ScriptModel model) => new()
    {
        File = model.Root.Extent.File,
        Line = hit.Extent.StartLineNumber,
        Column = hit.Extent.StartColumnNumber,
        EndLine = hit.Extent.EndLineNumber,
        EndColumn = hit.Extent.EndColumnNumber,
        Rule = rule.Rule,
        Severity = rule.Severity,
        Code = model.Secrets.Mask(hit.Extent),
        Message = hit.Message,
        Remedy = hit.Remedy,
        CanFix = hit.Fix is not null,
        Fix = hit.Fix,
    };
}
