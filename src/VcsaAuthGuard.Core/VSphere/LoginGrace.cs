using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.VSphere;

/// <summary>Completes logins that were sent before a cancellation; otherwise the server would keep a session that nobody can end.</summary>
internal static class LoginGrace
{
    /// <summary>The time for which a cancelled call waits for its logout. After that, the logout continues in the background.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(700);

    private static readonly TimeSpan LogoutTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Waits for work that ends its own login when the token is cancelled.</summary>
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
            _ = work.ContinueWith(
                late => late.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default
            );
            token.ThrowIfCancellationRequested();
        }

        return await work.ConfigureAwait(false);
    }

    /// <summary>Logs out within ten seconds. Returns the failure, or null.</summary>
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
            return client.NoResponse(LogoutTimeout);
        }
    }
}
