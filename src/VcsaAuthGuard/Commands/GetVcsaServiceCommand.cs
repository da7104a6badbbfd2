using System.Management.Automation;
using VcsaAuthGuard.Services;

namespace VcsaAuthGuard.Commands;

/// <summary>Lists services of vCenter Server Appliances.</summary>
[Cmdlet(VerbsCommon.Get, "VcsaService")]
[OutputType(typeof(ApplianceService))]
public sealed class GetVcsaServiceCommand : ServiceCommand
{
    private readonly List<string> _wanted = [];
    private readonly List<string> _literal = [];

    /// <summary>Only these services, by either name.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceNameCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        foreach (string name in Name ?? [])
        {
            if (WildcardPattern.ContainsWildcardCharacters(name))
            {
                WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
                _wanted.AddRange(ServiceCatalog.All.Where(known => pattern.IsMatch(known) || pattern.IsMatch(ServiceCatalog.IdOf(known))));
            }
            else if (ServiceCatalog.IsKnown(name))
            {
                _literal.Add(ServiceCatalog.ControlName(name));
            }
            else
            {
                WriteError(Errors.UnknownService(name));
            }
        }
    }

    private protected override void Take(ApplianceAddress address)
    {
        string[] names = [.. _literal.Concat(_wanted).Distinct()];
        if (Name is not null && names.Length == 0)
        {
            return;
        }

        try
        {
            using IServiceControl control = Open(address);
            WriteVerbose($"{address.Name}: reading {(names.Length == 0 ? "all services" : string.Join(", ", names))}.");
            IReadOnlyList<ApplianceService> services = Task.Run(() => control.ReadAsync(names, isDetailed: true, StopToken)).GetAwaiter().GetResult();
            WriteObject(services.Select(service => service with { Server = address.Name }), enumerateCollection: true);
            foreach (string name in _literal.Where(name => !services.Any(service => service.Name == name)))
            {
                WriteError(Errors.ServiceNotThere(address.Name, name));
            }
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (ApplianceException e)
        {
            WriteError(Errors.Of(e, address.Name));
        }
    }
}
