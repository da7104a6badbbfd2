using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Represents one rule that looks for a problem in a script.</summary>
internal interface IScriptRule
{
    ScriptRule Rule { get; }

    ScriptSeverity Severity { get; }

    IEnumerable<RuleHit> Find(ScriptModel script);
}

/// <summary>Represents a match of a rule: where it is, the problem, and the recommended replacement.</summary>
internal sealed record RuleHit(IScriptExtent Extent, string Message, string Remedy, ScriptFix? Fix = null);
