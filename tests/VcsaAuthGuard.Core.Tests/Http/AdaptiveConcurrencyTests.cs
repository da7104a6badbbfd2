using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.Tests.Http;

public class AdaptiveConcurrencyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task As_many_requests_as_the_bound_run_and_the_next_waits_its_turn()
    {
        AdaptiveConcurrency slots = new(2);
        await slots.EnterAsync(Stop);
        await slots.EnterAsync(Stop);
        Task third = slots.EnterAsync(Stop);
        Assert.False(third.IsCompleted);
        slots.Leave(RequestOutcome.Good);
        await third;
        Assert.Equal(2, slots.Peak);
    }

    [Fact]
    public async Task A_status_of_429_halves_the_bound_and_good_responses_raise_it_again()
    {
        AdaptiveConcurrency slots = new(8);
        await RunAsync(slots, RequestOutcome.Throttled, 1);
        Assert.Equal(4, slots.Limit);
        await RunAsync(slots, RequestOutcome.Good, 4);
        Assert.Equal(5, slots.Limit);
        await RunAsync(slots, RequestOutcome.Good, 100);
        Assert.Equal(8, slots.Limit);
    }

    [Fact]
    public async Task Slow_responses_lower_the_bound_one_by_one_to_a_single_request()
    {
        AdaptiveConcurrency slots = new(3);
        await RunAsync(slots, RequestOutcome.Slow, 1);
        Assert.Equal(2, slots.Limit);
        await RunAsync(slots, RequestOutcome.Slow, 5);
        Assert.Equal(1, slots.Limit);
        await RunAsync(slots, RequestOutcome.Unknown, 5);
        Assert.Equal(1, slots.Limit);
    }

    [Fact]
    public async Task A_cancelled_request_takes_no_turn()
    {
        AdaptiveConcurrency slots = new(1);
        await slots.EnterAsync(Stop);
        using CancellationTokenSource cancel = new();
        Task cancelled = slots.EnterAsync(cancel.Token);
        Task next = slots.EnterAsync(Stop);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        slots.Leave(RequestOutcome.Good);
        await next;
        Assert.Equal(1, slots.Peak);
    }

    private static async Task RunAsync(AdaptiveConcurrency slots, RequestOutcome outcome, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await slots.EnterAsync(Stop);
            slots.Leave(outcome);
        }
    }
}
