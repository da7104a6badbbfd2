using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Remedies;

/// <summary>Represents a program that is known to leak sessions, with its fix.</summary>
/// <param name="Name">The program.</param>
/// <param name="Agent">A part of its user agent.</param>
/// <param name="Fix">The version or change that fixes it.</param>
/// <param name="Source">Where that is said.</param>
internal sealed record KnownLeaker(string Name, string Agent, string Fix, string Source);

/// <summary>Contains the programs that are known to leak sessions. A version is named only where a public source names it.</summary>
internal static class KnownLeakers
{
    public static IReadOnlyList<KnownLeaker> All { get; } =
    [
        new(
            "Cluster API Provider vSphere",
            "infrastructure.cluster.x-k8s.io",
            "update to a release with pull requests 1767 and 2987",
            "kubernetes-sigs/cluster-api-provider-vsphere issues 1552, 1818, 1929; pull requests 1767, 2987"),
        new("Velero plugin for vSphere", "cns-dp-useragent", "see its issue 603", "vmware-tanzu/velero-plugin-for-vsphere issue 603"),
        new("Tanzu CLI", "tanzu", "see its issue 749", "vmware-tanzu/tanzu-cli issue 749"),
        new(
            "Packer plugin for vSphere",
            "packer",
            "update to a release with pull request 272",
            "hashicorp/packer-plugin-vsphere issue 217; pull request 272"),
        new(
            "vSphere CSI driver",
            "vsphere-csi",
            "update to a release with pull request 2431",
            "kubernetes-sigs/vsphere-csi-driver issues 261, 503; pull request 2431"),
        new(
            "Kubernetes vSphere cloud provider",
            "kubernetes-cloudprovider",
            "update Kubernetes to a release with pull request 107337",
            "kubernetes/kubernetes pull request 107337"),
        new("check_vsphere", "check_vsphere", "see its issue 29", "ConSol-Monitoring/check_vsphere issue 29"),
    ];

    /// <summary>Returns the known program of a user agent; null if it is not known.</summary>
    public static KnownLeaker? Find(string? agent) =>
        agent is null ? null : All.FirstOrDefault(known => WordSearch.Has(agent, known.Agent));
}
