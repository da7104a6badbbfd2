namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>Represents the machine's clock, which a test can put forward.</summary>
internal sealed class JumpingTimeProvider : TimeProvider
{
    private long _offset;

    /// <summary>Puts the clock forward.</summary>
    public void Jump(TimeSpan time) => Interlocked.Add(ref _offset, (long)(time.TotalSeconds * TimestampFrequency));

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _offset);
}
