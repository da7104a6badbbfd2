using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Determines whether an error ends the script.</summary>
internal sealed class ErrorPreference
{
    private readonly ScriptModel _script;
    private readonly (int Offset, ScriptBlockAst Body)[] _stops;

    public ErrorPreference(ScriptModel script)
    {
        _script = script;
        Ast[] values =
        [
            .. script.Assignments
                .Where(assignment =>
                    assignment.Left.Unwrap() is VariableExpressionAst variable && variable.Name().Is("ErrorActionPreference")
                )
                .Select(assignment => assignment.Right),
        ];
        bool isOnlyStop = Array.TrueForAll(values, value => value.Unwrap() is StringConstantExpressionAst text && text.Value.Is("Stop"));
        _stops = isOnlyStop
            ?
            [
                .. values
                    .Where(value => value.Statement()?.Parent is NamedBlockAst)
                    .Select(value => (value.Extent.StartOffset, Scopes.BodyOf(value, script)))
                    .GroupBy(stop => stop.Item2)
                    .Select(stops => stops.First()),
            ]
            : [];
    }

    /// <summary>
    /// Returns whether $ErrorActionPreference is set to Stop before a place, and to nothing else in the script. A job does not take it
    /// over.
    /// </summary>
    public bool IsStop(Ast place)
    {
        ScriptBlockAst here = Scopes.BodyOf(place, _script);
        return Array.Exists(
            _stops,
            stop =>
                stop.Offset < place.Extent.StartOffset
                && (stop.Body == here || (stop.Body == _script.Root && !Scopes.IsJob(here, _script)))
        );
    }
}
