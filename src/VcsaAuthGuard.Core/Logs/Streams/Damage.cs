namespace VcsaAuthGuard.Logs.Streams;

/// <summary>Converts the varied exceptions that archive libraries throw for damaged input to one that says so.</summary>
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
