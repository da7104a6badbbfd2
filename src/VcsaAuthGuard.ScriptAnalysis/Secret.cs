using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>A password in a script: the code it stands in, and what uses it.</summary>
internal sealed record Secret(IScriptExtent Extent, Ast Use, bool IsInAddress);
