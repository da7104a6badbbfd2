using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.VSphere;

/// <summary>Lets a cancelled login end well: one that was sent is not given up, for then the server would keep a session nobody has the secret of.</summary>
internal static class LoginGrace
{
    /// <summary>How long a cancelled call waits for its login to be ended. It goes on behind the caller's back when that takes longer.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(700);

    private static readonly TimeSpan LogoutTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Waits for work that sees to its login by itself when the token is cancelled.</summary>
    public static async Task<T> AwaitAsync<T>(Task<T> work, CancellationToken token)
    {
        TaskCompletionSource<bool> cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using (token.Register(() => cancelled.TrySetResult(true)))
        {
            await Task.WhenAny(work, cancelled.Task).ConfigureAwait(false);
        }

        if (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(Grace, CancellationToken.None)).ConfigureAwait(false);
        }

        if (!work.IsCompleted)
        {
            _ = work.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            token.ThrowIfCancellationRequested();
        }

        return await work.ConfigureAwait(false);
    }

    /// <summary>Logs out, within ten seconds; what went wrong, or null.</summary>
    public static async Task<ServerException?> TryLogoutAsync(VSphereClient client)
    {
        using CancellationTokenSource timeout = new(LogoutTimeout);
        try
        {
            await client.LogoutAsync(timeout.Token).ConfigureAwait(false);
            return null;
        }
        catch (ServerException e)
        {
            return e;
        }
        catch (OperationCanceledException)
        {
            return client.NoAnswer(LogoutTimeout);
        }
    }
}
