using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Represents one argument: the parameter as written (null for a positional argument) and the value (null for a switch).</summary>
internal sealed record Argument(string? Parameter, Ast? Value)
{
    /// <summary>Returns whether a parameter is the given one, in full or abbreviated to at least the given number of letters.</summary>
    public bool Is(string parameter, int letters) =>
        Parameter is not null && Parameter.Length >= letters && parameter.StartsWith(Parameter, StringComparison.OrdinalIgnoreCase);
}
