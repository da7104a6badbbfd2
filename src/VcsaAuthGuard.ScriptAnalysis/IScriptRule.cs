namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Represents one rule that looks for a problem in a script.</summary>
internal interface IScriptRule
{
    ScriptRule Rule { get; }

    ScriptSeverity Severity { get; }

    IEnumerable<RuleHit> Find(ScriptModel script);
}
