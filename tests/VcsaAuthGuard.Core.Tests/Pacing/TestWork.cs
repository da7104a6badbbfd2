using VcsaAuthGuard.Pacing;


namespace VcsaAuthGuard.Tests.Pacing;

/// <summary>Work that notes what it was asked for.</summary>
internal sealed class TestWork : IBatchWork<string>
{
    public List<string> Log { get; } = [];

    public Queue<WorkOutcome> Outcomes { get; } = [];

    public Queue<WorkOutcome> Settled { get; } = [];

    public bool CanReconnect { get; set; } = true;

    public string? IdentityOf(string item) => item.Length == 0 ? null : item;

    public void OnTwice(string item, string identity) => Log.Add("twice " + identity);

    public bool ShouldRun(IReadOnlyList<string> batch, int number, int count) => true;

    public WorkOutcome GetOutcome(IReadOnlyList<string> unit) => Outcomes.Count > 0 ? Outcomes.Dequeue() : WorkOutcome.Done;

    public WorkOutcome Settle(IReadOnlyList<string> unit)
    {
        Log.Add("settle " + string.Join(',', unit));
        return Settled.Count > 0 ? Settled.Dequeue() : WorkOutcome.Done;
    }

    public bool Reconnect()
    {
        Log.Add("reconnect");
        return CanReconnect;
    }

    public void GiveUp(IReadOnlyList<string> unit) => Log.Add("give up " + string.Join(',', unit));
}
