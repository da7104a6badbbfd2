using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Appliances.Ssh;

namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>
/// A shell whose client can end at any moment, as a process does that is killed: its connection ends, and no further command comes.
/// </summary>
internal sealed class LosableShell(IApplianceShell shell) : IApplianceShell
{
    private readonly CancellationTokenSource _end = new();

    public string Server => shell.Server;

    /// <summary>Called with each command after it has ended.</summary>
    public Action<ApplianceCommand>? OnEnd { get; set; }

    /// <summary>Ends the client. It may be called on any thread, also by <see cref="OnEnd"/>.</summary>
    public void Lose() => _end.Cancel();

    public async Task<CommandResult> RunAsync(
        ApplianceCommand command, Action<string>? onOutput, TimeSpan deadline, CancellationToken cancellation)
    {
        ThrowIfLost();
        try
        {
            CommandResult result = await shell.RunAsync(command, onOutput, deadline, _end.Token).ConfigureAwait(false);
            OnEnd?.Invoke(command);
            ThrowIfLost();
            return result;
        }
        catch (OperationCanceledException)
        {
            throw new ClientLostException();
        }
    }

    public void Dispose()
    {
        shell.Dispose();
        _end.Dispose();
    }

    private void ThrowIfLost()
    {
        if (_end.IsCancellationRequested)
        {
            throw new ClientLostException();
        }
    }
}

/// <summary>Thrown in the place of a client's end: the engine catches it nowhere.</summary>
internal sealed class ClientLostException : Exception;
