using System.Management.Automation;
using VcsaAuthGuard.Errors;

namespace VcsaAuthGuard.Commands;

/// <summary>Provides cancellation to cmdlets: Ctrl+C cancels <see cref="StopToken"/>, and work that ends by it ends the pipeline.</summary>
public abstract class CancellableCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    private protected CancellableCommand()
    {
    }

    /// <summary>Gets the token that Ctrl+C cancels.</summary>
    private protected CancellationToken StopToken => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the cmdlet holds.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }
    }

    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Runs work on the pipeline thread; when Ctrl+C cancels it, the pipeline ends.</summary>
    private protected void RunUntilStopped(Action work)
    {
        try
        {
            work();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Runs asynchronous work away from the pipeline thread and waits for it; when Ctrl+C cancels it, the pipeline ends.</summary>
    private protected T WaitFor<T>(Func<Task<T>> work)
    {
        T? result = default;
        RunUntilStopped(() => result = Task.Run(work).GetAwaiter().GetResult());
        return result!;
    }

    /// <summary>Runs asynchronous work and waits for it; a failure of a server or of the store of sessions becomes an error.</summary>
    /// <returns>Whether the work succeeded.</returns>
    private protected bool TryWaitFor<T>(Func<Task<T>> work, out T? result)
    {
        result = default;
        try
        {
            result = WaitFor(work);
            return true;
        }
        catch (Exception e) when (ErrorRecords.TryCreate(e) is ErrorRecord record)
        {
            WriteError(record);
            return false;
        }
    }

    /// <summary>Writes a warning about a number of things, unless there are none.</summary>
    internal void WarnIf(long count, string text)
    {
        if (count > 0)
        {
            WriteWarning($"{count} {text}");
        }
    }
}
