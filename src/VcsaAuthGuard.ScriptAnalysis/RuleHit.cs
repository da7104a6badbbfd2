using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Represents a match of a rule: where it is, the problem, and the recommended replacement.</summary>
internal sealed record RuleHit(IScriptExtent Extent, string Message, string Remedy, ScriptFix? Fix = null);
