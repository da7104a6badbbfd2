namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Specifies the severity of a finding, in PSScriptAnalyzer's terms.</summary>
public enum ScriptSeverity : long
{
    /// <summary>It loads vCenter Server or weakens a protection.</summary>
    Warning,

    /// <summary>It gives a secret away.</summary>
    Error,
}
