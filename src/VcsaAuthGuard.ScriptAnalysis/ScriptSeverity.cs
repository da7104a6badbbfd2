namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>How bad a finding is, in PSScriptAnalyzer's words.</summary>
public enum ScriptSeverity
{
    /// <summary>It loads vCenter Server or weakens a protection.</summary>
    Warning,

    /// <summary>It gives a secret away.</summary>
    Error,
}
