using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Represents a password in a script: the code that contains it and the code that uses it.</summary>
internal sealed record Secret(IScriptExtent Extent, Ast Use, bool IsInAddress);
