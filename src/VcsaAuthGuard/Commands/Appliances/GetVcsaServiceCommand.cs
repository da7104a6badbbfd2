using System.Management.Automation;
using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Appliances.Services;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsCommon.Get, "VcsaService")]
[OutputType(typeof(ApplianceService))]
public sealed class GetVcsaServiceCommand : ServiceCommand
{
    private readonly List<string> _wanted = [];
    private readonly List<string> _literal = [];

    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    private string[] Names => [.. _literal.Concat(_wanted).Distinct()];

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Path is not null && MyInvocation.BoundParameters.ContainsKey(nameof(Server)))
        {
            ThrowTerminatingError(ErrorRecords.OneOf(nameof(Path), nameof(Server)));
        }

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
                WriteError(ErrorRecords.UnknownService(name));
            }
        }
    }

    protected override void ProcessRecord()
    {
        if (Path is null)
        {
            base.ProcessRecord();
            return;
        }

        foreach (string path in Path)
        {
            try
            {
                foreach (string file in GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider))
                {
                    if (provider.Name == "FileSystem")
                    {
                        ReadSaved(file);
                    }
                    else
                    {
                        WriteError(ErrorRecords.NotFileSystem(path, provider.Name));
                    }
                }
            }
            catch (ItemNotFoundException e)
            {
                WriteError(ErrorRecords.StatusUnreadable(path, e));
            }
        }
    }

    private void ReadSaved(string file)
    {
        try
        {
            IReadOnlyList<ApplianceService> services = SavedServiceStatus.ReadFile(file);
            string[] names = Names;
            WriteObject(services.Where(service => Name is null || Array.IndexOf(names, service.Name) >= 0), enumerateCollection: true);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            WriteError(ErrorRecords.StatusUnreadable(file, e));
        }
    }

    private protected override void Process(ApplianceAddress address)
    {
        string[] names = Names;
        if (Name is not null && names.Length == 0)
        {
            return;
        }

        try
        {
            using IServiceControl control = Open(address);
            WriteVerbose($"{address.Name}: reading {(names.Length == 0 ? "all services" : string.Join(", ", names))}.");
            IReadOnlyList<ApplianceService> services = Task.Run(() => control.ReadAsync(names, isDetailed: true, StopToken))
                .GetAwaiter()
                .GetResult();
            WriteObject(services.Select(service => service with { Server = address.Name }), enumerateCollection: true);
            foreach (string name in _literal.Where(name => !services.Any(service => service.Name == name)))
            {
                WriteError(ErrorRecords.ServiceNotThere(address.Name, name));
            }
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (ApplianceException e)
        {
            WriteError(ErrorRecords.From(e, address.Name));
        }
    }
}
