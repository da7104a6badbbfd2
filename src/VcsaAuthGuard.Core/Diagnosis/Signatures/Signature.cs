using System.Text.RegularExpressions;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Diagnosis.Signatures;

/// <summary>Represents a pattern of log entries with its explanation, as a user adds it to the known causes.</summary>
public sealed record Signature
{
    /// <summary>Gets the name, unique in its file.</summary>
    public string Name { get; init; } = "";

    /// <summary>Gets the regular expression that an entry matches; capital and small letters differ.</summary>
    public string Pattern { get; init; } = "";

    /// <summary>Gets the kinds of logs that are searched.</summary>
    public LogKinds Log { get; init; } = LogKinds.Diagnosis;

    /// <summary>Gets the number of entries from which on the signature is a finding.</summary>
    public int Threshold { get; init; } = 1;

    /// <summary>Gets the explanation, in a sentence.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>Gets the remedy, in a sentence or as a command.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>Gets the address of a page about it; null if there is none.</summary>
    public string? Link { get; init; }

    /// <summary>Gets the words to search for on a log platform; null if no words are in every match.</summary>
    internal SearchPhrase? Phrase => SignaturePhrase.Find(Pattern);

    /// <summary>Gets the compiled pattern.</summary>
    internal Regex? Expression { get; init; }
}
