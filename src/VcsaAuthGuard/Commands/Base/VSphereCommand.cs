using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.SharedSessions;

namespace VcsaAuthGuard.Commands;

/// <summary>Provides certificate parameters and cancellation to cmdlets that connect to vCenter Server.</summary>
public abstract class VSphereCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private CertificateThumbprint? _pin;

    private protected VSphereCommand()
    {
    }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Thumbprint { get; set; }

    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    private protected CancellationToken StopToken => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void BeginProcessing()
    {
        _pin = CertificateParameters.Check(this, Thumbprint, SkipCertificateCheck);
    }

    protected override void StopProcessing() => _stop.Cancel();

    private protected VSphereClientOptions OptionsFor(Uri address) => new() { Address = address, Thumbprint = _pin, SkipCertificateCheck = SkipCertificateCheck };

    /// <summary>The address behind a name; null, and an error, where it is none.</summary>
    private protected Uri? ParseServer(string name)
    {
        try
        {
            return ServerAddress.Parse(name);
        }
        catch (FormatException e)
        {
            WriteError(ErrorRecords.InvalidServerName(name, e));
            return null;
        }
    }

    /// <summary>Waits for the engine's work; its failures become errors, and a stop ends the pipeline.</summary>
    /// <returns>Whether it worked.</returns>
    private protected bool Try<T>(Func<Task<T>> work, out T? result)
    {
        result = default;
        try
        {
            result = Task.Run(work).GetAwaiter().GetResult();
            return true;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (VSphereException e)
        {
            WriteError(ErrorRecords.Of(e));
        }
        catch (SessionStoreException e)
        {
            WriteError(ErrorRecords.Of(e));
        }
        catch (PlatformException e)
        {
            WriteError(ErrorRecords.Of(e));
        }

        return false;
    }
}
