using System.Reflection;
using System.Runtime.Loader;

namespace VcsaAuthGuard.Loader;

/// <summary>
/// Loads the module and its dependencies apart from everything else in PowerShell 7, so that PowerCLI's, Posh-SSH's and this
/// module's versions of one library live side by side.
/// </summary>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private const string ModuleName = "VcsaAuthGuard";

    private static readonly Lazy<Assembly> Module = new(Load);

    private readonly string _folder;

    private ModuleLoadContext(string folder)
        : base(ModuleName) => _folder = folder;

    /// <summary>Gets the module's assembly, loaded once per process: an assembly whose cmdlets are in use cannot be unloaded.</summary>
    public static Assembly ModuleAssembly => Module.Value;

    /// <summary>Gets a value indicating whether an earlier import in this process has loaded the module's assembly.</summary>
    public static bool IsLoaded => Module.IsValueCreated;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // What is not in the module's folder (PowerShell's own assemblies, .NET's) comes from the default context.
        string path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    private static Assembly Load()
    {
        string folder = Path.GetDirectoryName(typeof(ModuleLoadContext).Assembly.Location)!;
        return new ModuleLoadContext(folder).LoadFromAssemblyPath(Path.Combine(folder, ModuleName + ".dll"));
    }
}
