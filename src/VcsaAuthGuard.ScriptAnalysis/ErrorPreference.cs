using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Determines whether an error ends the script.</summary>
internal static class ErrorPreference
{
    /// <summary>True where $ErrorActionPreference is set to Stop before a place, and to nothing else in the script. A job does not take it
    /// over.</summary>
    public static bool IsStop(ScriptModel script, Ast place)
    {
        Ast[] values = [.. script.Root.All<AssignmentStatementAst>()
            .Where(assignment => assignment.Left.Unwrap() is VariableExpressionAst variable && variable.Name().Is("ErrorActionPreference"))
            .Select(assignment => assignment.Right)];
        ScriptBlockAst here = Scopes.BodyOf(place, script);
        return values.Length > 0
            && Array.TrueForAll(values, value => value.Unwrap() is StringConstantExpressionAst text && text.Value.Is("Stop"))
            && Array.Exists(
                values,
                value =>
                    value.Extent.StartOffset < place.Extent.StartOffset
                    && Scopes.BodyOf(value, script) is var body
                    && (body == here || (body == script.Root && !Scopes.IsJob(here, script)))
                    && value.Statement()?.Parent is NamedBlockAst
            );
    }
}
