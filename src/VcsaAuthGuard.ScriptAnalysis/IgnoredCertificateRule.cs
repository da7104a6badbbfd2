using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>
/// Reports code that accepts any certificate, so that anyone on the network path can read the login. Code inside an if on a parameter of
/// that name, as in if ($SkipCertificateCheck), is not reported: there the caller decides.
/// </summary>
internal sealed class IgnoredCertificateRule : IScriptRule
{
    private const string Remedy =
        "Trust the certificate authority of vCenter Server on this machine (https://<vcenter>/certs/download.zip), and remove this: "
        + "certificates are checked by default.";

    private static readonly Regex TrustAll = new("trust|ignore", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex CallersChoice = new("cert|trust|insecure|ssl", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public ScriptRule Rule => ScriptRule.IgnoredCertificate;

    public ScriptSeverity Severity => ScriptSeverity.Warning;

    public IEnumerable<RuleHit> Find(ScriptModel script)
    {
        foreach (CommandCall call in script.Calls.Where(call => !IsCallersChoice(call.Ast, script)))
        {
            if (call.Name.Is("Set-PowerCLIConfiguration")
                && call.Find("InvalidCertificateAction", 3)?.Value is Ast action
                && script.Literals(action) is { Count: > 0 } values && values.All(value => value.Value.Is("Ignore")))
            {
                yield return new(call.Ast.Extent, "From here on, PowerCLI accepts any certificate.", Remedy);
            }
            else if (call.IsOn("SkipCertificateCheck", 7))
            {
                yield return new(call.Ast.Extent, $"{call.Name} accepts any certificate.", Remedy);
            }
        }

        foreach (
            AssignmentStatementAst assignment in script
                .Assignments
                .Where(assignment => !IsCallersChoice(assignment, script))
        )
        {
            if (assignment.Left is MemberExpressionAst { Member: StringConstantExpressionAst member }
                && ((member.Value.Is("ServerCertificateValidationCallback") && IsTrue(assignment.Right.Unwrap()))
                    || (member.Value.Is("CertificatePolicy") && MakesTrustAll(assignment.Right.Unwrap(), script))))
            {
                yield return new(assignment.Extent, "From here on, every connection of this process accepts any certificate.", Remedy);
            }
        }
    }

    private static bool IsCallersChoice(Ast code, ScriptModel script) =>
        new[] { code }
            .Concat(code.Ancestors())
            .Any(node =>
                node.Parent is IfStatementAst choice
                && choice.Clauses.Any(clause =>
                    clause.Item2 == node
                    && clause.Item1.Variables().Any(name => script.Parameters.Contains(name) && CallersChoice.IsMatch(name))
                )
            );

    private static bool IsTrue(Ast value) =>
        value is ScriptBlockExpressionAst { ScriptBlock.EndBlock.Statements: { Count: 1 } statements }
        && (statements[0] is ReturnStatementAst { Pipeline: { } returned } ? returned : statements[0]).Unwrap()
            is VariableExpressionAst variable
        && variable.Name().Is("true");

    // The class that scripts make for Windows PowerShell: TrustAllCertsPolicy, IgnoreCertificatePolicy and similar names.
    private static bool MakesTrustAll(Ast value, ScriptModel script)
    {
        string? type = value switch
        {
            CommandAst command when script.Call(command) is { Name: "New-Object" } call => (
                call.Find("TypeName", 1)?.Value ?? call.Positional.FirstOrDefault()
            )
                ?.Extent
                .Text,
            InvokeMemberExpressionAst { Expression: TypeExpressionAst made } => made.TypeName.FullName,
            _ => null,
        };
        return type is not null && TrustAll.IsMatch(type);
    }
}
