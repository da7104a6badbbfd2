namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Represents a place in a script where a rule found something.</summary>
public sealed record ScriptFinding
{
    /// <summary>Gets the script's path; null for text that is in no file.</summary>
    public string? File { get; init; }

    /// <summary>Gets the line, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Gets the column, from 1.</summary>
    public required int Column { get; init; }

    /// <summary>Gets the line where the code found ends, from 1.</summary>
    public required int EndLine { get; init; }

    /// <summary>Gets the column after its last character, from 1.</summary>
    public required int EndColumn { get; init; }

    /// <summary>Gets the rule.</summary>
    public required ScriptRule Rule { get; init; }

    /// <summary>Gets the category of the rule.</summary>
    public ScriptCategory Category => ScriptRules.CategoryOf(Rule);

    /// <summary>Gets the severity.</summary>
    public required ScriptSeverity Severity { get; init; }

    /// <summary>Gets the code found, with *** for each password in it.</summary>
    public required string Code { get; init; }

    /// <summary>Gets the description of the problem.</summary>
    public required string Message { get; init; }

    /// <summary>Gets the recommended replacement.</summary>
    public required string Remedy { get; init; }

    /// <summary>Gets a value indicating whether -Fix can correct the finding without changing what the script does.</summary>
    public bool CanFix { get; init; }

    /// <summary>Gets a value indicating whether -Fix has corrected the finding. Line and column are those before the correction.</summary>
    public bool IsFixed { get; init; }

    /// <summary>Gets the changes that -Fix would make.</summary>
    internal ScriptFix? Fix { get; init; }

    /// <summary>Returns the place, the rule and the problem.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{(File is null ? "" : File + ":")}{Line}:{Column}: {Rule}: {Message}");
}
