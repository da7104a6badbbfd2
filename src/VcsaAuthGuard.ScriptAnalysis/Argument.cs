using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>One argument: the parameter as written (null for a position), and the value (null for a switch).</summary>
internal sealed record Argument(string? Parameter, Ast? Value)
{
    /// <summary>Whether the parameter is this one, written out or cut short to so many letters.</summary>
    public bool Is(string parameter, int letters) =>
        Parameter is not null && Parameter.Length >= letters && parameter.StartsWith(Parameter, StringComparison.OrdinalIgnoreCase);
}
