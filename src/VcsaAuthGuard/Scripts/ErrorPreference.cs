using System.Management.Automation.Language;

namespace VcsaAuthGuard.Scripts;

/// <summary>Whether an error ends the script.</summary>
internal static class ErrorPreference
{
    /// <summary>True where $ErrorActionPreference is set to Stop before a place, and to nothing else in the script.</summary>
    public static bool IsStop(ScriptModel script, Ast place)
    {
        Ast[] values = [.. script.Root.All<AssignmentStatementAst>()
            .Where(assignment => assignment.Left.Unwrap() is VariableExpressionAst variable && variable.Name().Is("ErrorActionPreference"))
            .Select(assignment => assignment.Right)];
        return values.Length > 0
            && Array.TrueForAll(values, value => value.Unwrap() is StringConstantExpressionAst text && text.Value.Is("Stop"))
            && Array.Exists(values, value => value.Extent.StartOffset < place.Extent.StartOffset && Scopes.BodyOf(value, script) is var body && (body == script.Root || body == Scopes.BodyOf(place, script))
                && value.Statement()?.Parent is NamedBlockAst);
    }
}
