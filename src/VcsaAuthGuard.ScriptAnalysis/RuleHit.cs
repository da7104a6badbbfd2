using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>What a rule has found: where, what is wrong, what to write instead.</summary>
internal sealed record RuleHit(IScriptExtent Extent, string Message, string Remedy, ScriptFix? Fix = null);
