using System.Net;
using System.Net.Sockets;
using NhiPortal.Domain;
using NhiPortal.Domain.Channels;

namespace NhiPortal.Notifications;

/// <summary>
/// Where messages may go: over TLS to the internet, or to hosts the operator allowed by name. A name is judged by where
/// it leads at the moment of connecting, because what it leads to when it is entered proves nothing.
/// </summary>
public sealed class OutsideRule(NotificationSettings settings)
{
    /// <summary>Why nothing may be sent there, as far as the text tells; null when it may.</summary>
    public Refusal? WhyNot(Uri address)
    {
        var allowed = settings.Allows(address.IdnHost);
        if (address.Scheme != Uri.UriSchemeHttps && !(allowed && address.Scheme == Uri.UriSchemeHttp))
            return new("https_only", "The address must begin with https://. Only hosts named in Notifications:AllowedHosts may go without.");
        if (address.UserInfo.Length > 0 || address.Fragment.Length > 0)
            return new("plain_address", "The address must not hold a user name, a password or a #.");
        return !allowed && IPAddress.TryParse(address.IdnHost, out var literal) && !InternetAddress.IsPublic(literal)
            ? new("leads_inside", "The address leads inside this network. A host of your own must be named in Notifications:AllowedHosts.")
            : null;
    }

    /// <summary>Opens the way to a host, to the very addresses that were judged.</summary>
    /// <exception cref="InsideAddressException">The name leads inside, or also inside.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = await Dns.GetHostAddressesAsync(host, cancellation);
        if (!settings.Allows(host) && !addresses.All(InternetAddress.IsPublic))
            throw new InsideAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A name that messages may not follow, because it leads inside.</summary>
public sealed class InsideAddressException() : Exception("The name leads inside this network.");
