using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace NhiPortal.Domain.Channels;

/// <summary>Tells addresses of the internet from those that lead inside: this machine, its networks, its cloud's own services.</summary>
public static class InternetAddress
{
    private static readonly ImmutableArray<IPNetwork> Inside =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Azure's own service address, which looks like any other.
            "168.63.129.16/32",
            // Tunnels, which lead to an IPv4 address written inside, and addresses for documents.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    public static bool IsPublic(IPAddress address)
    {
        var judged = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (judged.AddressFamily == AddressFamily.InterNetwork || Global.Contains(judged)) && !Inside.Any(network => network.Contains(judged));
    }
}
