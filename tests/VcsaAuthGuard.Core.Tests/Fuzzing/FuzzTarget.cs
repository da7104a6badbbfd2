namespace VcsaAuthGuard.Tests.Fuzzing;

/// <summary>Represents a reader of text or bytes that nobody vouches for.</summary>
/// <param name="Name">What is read.</param>
/// <param name="Corpus">Inputs in the shapes that it reads.</param>
/// <param name="Read">Reads an input, which has a file name. Any exception that it does not expect is a finding.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Corpus, Action<byte[]> Read)
{
    /// <summary>Gets how many inputs the ordinary run tries.</summary>
    public int OrdinaryCount { get; init; } = 200;

    public override string ToString() => Name;
}
