namespace VcsaAuthGuard.Logs.Streams;

/// <summary>Libraries that read archives answer some damage with whatever exception it happens to cause: here it becomes one that says
/// so.</summary>
internal static class Damage
{
    public static TResult Watch<TResult>(Func<TResult> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (!ReadFailure.Matches(e) && e is not (OperationCanceledException or OutOfMemoryException))
        {
            throw new InvalidDataException("The archive is damaged.", e);
        }
    }
}
