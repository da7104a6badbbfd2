#if !NET
using System.Management.Automation;
using System.Reflection;

namespace VcsaAuthGuard;

/// <summary>
/// Resolves assemblies in Windows PowerShell 5.1, which has no load contexts: an assembly that the module needs in another version than
/// the loaded one comes from the module's folder.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!;

    /// <inheritdoc/>
    public void OnImport() => AppDomain.CurrentDomain.AssemblyResolve += Resolve;

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => AppDomain.CurrentDomain.AssemblyResolve -= Resolve;

    private static Assembly? Resolve(object? sender, ResolveEventArgs args)
    {
        string path = Path.Combine(Folder, new AssemblyName(args.Name).Name + ".dll");
        bool isOurs =
            args.RequestingAssembly is null
            || string.Equals(Path.GetDirectoryName(args.RequestingAssembly.Location), Folder, StringComparison.OrdinalIgnoreCase);
        return isOurs && File.Exists(path) ? Assembly.LoadFrom(path) : null;
    }
}
#endif
