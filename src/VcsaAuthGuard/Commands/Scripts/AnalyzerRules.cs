using System.ComponentModel;
using System.Management.Automation.Language;
using VcsaAuthGuard.ScriptAnalysis;

namespace VcsaAuthGuard.Commands;

/// <summary>
/// Runs the script rules for Rules/VcsaAuthGuard.Rules.psm1. PowerShell resolves type names only in a module's own assembly, so
/// the rule module cannot name the types of the script analysis assembly itself.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class AnalyzerRules
{
    /// <summary>Returns the findings of the named rules in a script.</summary>
    /// <param name="script">The script's syntax tree.</param>
    /// <param name="rules">The rules to apply.</param>
    /// <returns>The findings, in the order of the script.</returns>
    public static IReadOnlyList<ScriptFinding> Find(ScriptBlockAst script, ScriptRule[] rules) => ScriptRules.Find(script, rules);
}
