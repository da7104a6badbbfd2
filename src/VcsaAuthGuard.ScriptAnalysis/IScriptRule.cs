namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>One rule: what it finds in a script.</summary>
internal interface IScriptRule
{
    ScriptRule Rule { get; }

    ScriptSeverity Severity { get; }

    IEnumerable<RuleHit> Find(ScriptModel script);
}
