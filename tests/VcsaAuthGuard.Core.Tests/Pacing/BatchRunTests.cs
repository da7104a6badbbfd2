using VcsaAuthGuard.Pacing;
using VcsaAuthGuard.Tests.Http;


namespace VcsaAuthGuard.Tests.Pacing;

public class BatchRunTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private readonly SkippingTimeProvider _clock = new();
    private readonly TestWork _work = new();

    [Theory]
    [InlineData(5000, 25, 200, 25)]
    [InlineData(41, 20, 3, 1)]
    [InlineData(1, 20, 1, 1)]
    [InlineData(0, 20, 0, 0)]
    public void Every_item_is_in_one_batch_in_order(int items, int size, int batches, int inLast)
    {
        string[] all = [.. Enumerable.Range(1, items).Select(i => $"vm-{i}")];
        BatchRun<string> run = Run(all, new() { Size = size });
        List<string[]> units = [.. run.Units(Stop)];
        Assert.Equal(all, units.SelectMany(unit => unit));
        Assert.Equal((batches, inLast), (units.Count, units.LastOrDefault()?.Length ?? 0));
        Assert.Equal((items, items, 0, batches), (run.Summary.Items, run.Summary.Done, run.Summary.Failed, run.Summary.Batches));
    }

    [Fact]
    public void A_lost_session_is_one_reconnect_and_the_unfinished_again()
    {
        Outcomes(WorkOutcome.Done, WorkOutcome.SessionDropped);
        BatchRun<string> run = Run(["a", "b", "c"], new() { PerItem = true });
        Assert.Equal(["a", "b", "b", "c"], run.Units(Stop).Select(unit => unit.Single()));
        Assert.Equal(["reconnect"], _work.Log);
        Assert.Equal((3, 0, 1, 1), (run.Summary.Done, run.Summary.Failed, run.Summary.Retries, run.Summary.Reconnects));
    }

    [Fact]
    public void Without_per_item_the_whole_batch_comes_again()
    {
        Outcomes(WorkOutcome.SessionDropped);
        Assert.Equal(["a,b", "a,b", "c"], Run(["a", "b", "c"], new() { Size = 2 }).Units(Stop).Select(unit => string.Join(',', unit)));
    }

    [Fact]
    public void A_session_that_is_refused_again_is_no_reason_for_a_login_per_item()
    {
        Outcomes([.. Enumerable.Repeat(WorkOutcome.SessionDropped, 4)]);
        BatchRun<string> run = Run(["a", "b", "c"], new() { PerItem = true });
        Assert.Equal(["a", "a", "b", "c"], run.Units(Stop).Select(unit => unit.Single()));
        Assert.Equal(["reconnect", "give up a", "give up b", "give up c"], _work.Log);
        Assert.Equal((0, 3), (run.Summary.Done, run.Summary.Failed));
    }

    [Theory]
    [InlineData(1, 3, true, 1, 2)]
    [InlineData(2, 4, true, 2, 1)]
    [InlineData(0, 9, false, 3, 0)]
    public void A_run_ends_after_batches_that_were_refused_as_a_whole(int most, int refused, bool isRefused, int batches, int skipped)
    {
        // One reconnect comes first and does not help.
        Outcomes([.. Enumerable.Repeat(WorkOutcome.SessionDropped, refused)]);
        BatchRun<string> run = Run(["a", "b", "c"], new() { Size = 1, MaxRefused = most });
        Assert.NotEmpty(run.Units(Stop).ToArray());
        Assert.Equal((isRefused, batches, skipped), (run.Summary.IsRefused, run.Summary.Batches, run.Summary.Skipped));
    }

    [Fact]
    public void A_batch_of_which_something_was_done_does_not_end_the_run()
    {
        Outcomes(WorkOutcome.SessionDropped, WorkOutcome.SessionDropped, WorkOutcome.Done);
        BatchRun<string> run = Run(["a", "b", "c", "d"], new() { Size = 2, PerItem = true });
        Assert.Equal(["a", "a", "b", "c", "d"], run.Units(Stop).Select(unit => unit.Single()));
        Assert.Equal((false, 3, 1), (run.Summary.IsRefused, run.Summary.Done, run.Summary.Failed));
    }

    [Fact]
    public void The_last_batch_ends_a_run_anyway()
    {
        Outcomes(WorkOutcome.SessionDropped, WorkOutcome.SessionDropped);
        BatchRun<string> run = Run(["a"], new() { Size = 1 });
        Assert.Equal(2, run.Units(Stop).Count());
        Assert.False(run.Summary.IsRefused);
    }

    [Fact]
    public void What_units_began_is_waited_for_before_the_next_batch()
    {
        Outcomes(WorkOutcome.Pending, WorkOutcome.Pending);
        foreach (string[] unit in Run(["a", "b", "c"], new() { Size = 2, PerItem = true }).Units(Stop))
        {
            _work.Log.Add("run " + unit[0]);
        }

        Assert.Equal(["run a", "run b", "settle a", "settle b", "run c"], _work.Log);
    }

    [Fact]
    public void A_session_lost_while_something_is_waited_for_is_one_reconnect_and_the_wait_again()
    {
        Outcomes(WorkOutcome.Pending, WorkOutcome.Pending);
        Array.ForEach([WorkOutcome.SessionDropped, WorkOutcome.SessionDropped, WorkOutcome.SessionDropped], _work.Settled.Enqueue);
        BatchRun<string> run = Run(["a", "b"], new() { PerItem = true });
        Assert.Equal(["a", "b"], run.Units(Stop).Select(unit => unit.Single()));
        Assert.Equal(["settle a", "reconnect", "settle a", "give up a", "settle b", "give up b"], _work.Log);
        Assert.Equal((2, 0, 1), (run.Summary.Failed, run.Summary.Retries, run.Summary.Reconnects));
    }

    [Fact]
    public void The_interval_is_from_start_to_start()
    {
        List<double> starts = [];
        foreach (string[] _ in Run(["a", "b", "c"], new() { Size = 1 }, new() { Interval = TimeSpan.FromSeconds(30) }).Units(Stop))
        {
            starts.Add(_clock.Elapsed.TotalSeconds);
            _clock.Advance(TimeSpan.FromSeconds(starts.Count == 1 ? 10 : 40));
        }

        Assert.Equal([0, 30, 70], starts);
    }

    [Fact]
    public void A_batch_is_held_over_25_ms_and_until_under_20()
    {
        Queue<double> readings = new([25, 25.1, 24, 20, 19.9]);
        BatchRun<string> run = Run(["a", "b"], new() { Size = 1 }, new(), PaceGate.ForLatency(25, () => readings.Dequeue()));
        Assert.Equal(2, run.Units(Stop).Count());
        Assert.Equal(new PaceHold(HoldReason.Latency, 1, TimeSpan.FromSeconds(30), 0), Assert.Single(run.Summary.Holds));
    }

    [Fact]
    public void The_longest_hold_ends_a_hold_and_is_told()
    {
        List<PaceWait> expired = [];
        PaceGate gate = PaceGate.ForSessions(3, () => 4);
        BatchPacer pacer = new(new() { MaxHold = TimeSpan.FromSeconds(25) }, [gate], _clock) { OnExpired = expired.Add };
        pacer.WaitForTurn(Stop);
        Assert.Equal(TimeSpan.FromSeconds(25), _clock.Elapsed);
        Assert.Equal(HoldReason.Sessions, Assert.Single(expired).Reason);
        Assert.Equal(1, Assert.Single(pacer.Holds).Expired);
    }

    [Fact]
    public void As_many_sessions_as_allowed_hold_nothing()
    {
        Queue<double> readings = new([3, 4, 3]);
        PaceGate gate = PaceGate.ForSessions(3, () => readings.Dequeue());
        Assert.Equal([true, false, true], new[] { gate.Check(), gate.Check(), gate.Check() });
    }

    [Fact]
    public void A_reading_that_is_not_to_be_had_changes_nothing_and_is_told_once()
    {
        int told = 0;
        Queue<double?> readings = new([null, null, 30, null, double.NaN, 10]);
        PaceGate gate = PaceGate.ForLatency(25, () => readings.Dequeue());
        gate.OnUnknown = _ => told++;
        Assert.Equal([true, true, false, false, false, true], Enumerable.Range(0, 6).Select(_ => gate.Check()));
        Assert.Equal((2, 4), (told, gate.Unknown));
    }

    [Fact]
    public void A_reading_that_is_refused_is_taken_again_after_one_reconnect_until_there_is_one()
    {
        int asked = 0;
        Queue<double?> readings = new([null, 30, null, null, null, 10, null, 11]);
        PaceGate gate = PaceGate.ForLatency(25, () => readings.Dequeue());
        gate.Reconnect = () => ++asked > 0;
        // A new session, held; a new one that is refused too, and none for the next look; a reading; a new one.
        Assert.Equal([false, false, false, true, true], Enumerable.Range(0, 5).Select(_ => gate.Check()));
        Assert.Equal((3, 3, 2, 0), (asked, gate.Reconnects, gate.Unknown, readings.Count));
        Assert.Equal(3, Run([], new(), null, gate).Summary.Reconnects);
    }

    [Fact]
    public void A_wait_ends_with_its_token()
    {
        using CancellationTokenSource stop = new();
        BatchPacer pacer = new(new(), [PaceGate.ForLatency(25, () => 99)], _clock) { OnWait = _ => stop.Cancel() };
        Assert.ThrowsAny<OperationCanceledException>(() => pacer.WaitForTurn(stop.Token));
    }

    [Theory]
    [InlineData("Received SOAP response fault: fileManagement. The session is not authenticated.", true)]
    [InlineData("fault: (vim.fault.NotAuthenticated)", true)]
    [InlineData("vim.fault.InvalidLogin", false)]
    [InlineData("You are not connected.", false)]
    public void A_lost_session_is_told_by_its_message(string message, bool isDrop)
    {
        Assert.Equal(isDrop, SessionDrop.IsIn(new InvalidOperationException(message)));
        Assert.Equal(
            isDrop,
            SessionDrop.IsIn(new InvalidOperationException("outer", new AggregateException(new IOException("x"), new IOException(message))))
        );
        Assert.True(SessionDrop.IsTypeName("VMware.Vim.NotAuthenticated"));
    }

    private void Outcomes(params WorkOutcome[] outcomes) => Array.ForEach(outcomes, _work.Outcomes.Enqueue);

    private BatchRun<string> Run(string[] items, BatchRunOptions options, PaceOptions? pace = null, params PaceGate[] gates) =>
        new(items, options, _work, new BatchPacer(pace ?? new(), gates, _clock), gates, _clock, null);
}
