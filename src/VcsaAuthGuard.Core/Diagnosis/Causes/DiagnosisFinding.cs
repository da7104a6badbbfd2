using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Represents one cause that the logs show. It names hosts, accounts and times from the logs only.</summary>
public sealed record DiagnosisFinding
{
    /// <summary>Gets the cause.</summary>
    public DiagnosisCause Cause { get; init; }

    /// <summary>Gets how sure it is.</summary>
    public DiagnosisConfidence Confidence { get; init; }

    /// <summary>Gets the finding in a sentence.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Gets the first time at which the logs show it; null if the entries have no time.</summary>
    public DateTimeOffset? First { get; init; }

    /// <summary>Gets the last time at which the logs show it; null if the entries have no time.</summary>
    public DateTimeOffset? Last { get; init; }

    /// <summary>Gets the evidence, proofs first.</summary>
    public IReadOnlyList<DiagnosisEvidence> Evidence
    {
        get;
        init => field = new ItemList<DiagnosisEvidence>(value);
    } = new ItemList<DiagnosisEvidence>([]);

    /// <summary>Gets the clients that cause it, most relevant first.</summary>
    public IReadOnlyList<ApiClientLoad> Clients
    {
        get;
        init => field = new ItemList<ApiClientLoad>(value);
    } = new ItemList<ApiClientLoad>([]);

    /// <summary>Gets the accounts it is about, most relevant first.</summary>
    public IReadOnlyList<string> Accounts { get; init => field = new ItemList<string>(value); } = new ItemList<string>([]);

    /// <summary>Gets the ESXi hosts it is about, by name or id, most relevant first.</summary>
    public IReadOnlyList<string> Hosts { get; init => field = new ItemList<string>(value); } = new ItemList<string>([]);

    /// <summary>Gets the remedies, least disruptive first.</summary>
    public IReadOnlyList<DiagnosisRemedy> Remedies
    {
        get;
        init => field = new ItemList<DiagnosisRemedy>(value);
    } = new ItemList<DiagnosisRemedy>([]);

    /// <summary>Gets the name of the user's signature that matched; null for a known cause.</summary>
    public string? Signature { get; init; }

    /// <summary>Gets the number of refused calls in bursts that it explains.</summary>
    internal long BurstCalls { get; init; }

    /// <summary>Gets the number of faults and other entries that it explains.</summary>
    internal long Explained { get; init; }

    /// <summary>Returns the cause and the summary.</summary>
    public override string ToString() => $"{Cause}: {Summary}";
}
