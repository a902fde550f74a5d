using NhiPortal.Connectors.People;

namespace NhiPortal.Features.People;

/// <summary>Opens the directory that is configured, or a file that was uploaded in its place.</summary>
public sealed class PeopleSources(PeopleSettings settings, TimeProvider time) : IDisposable
{
    // The address is the operator's and fixed; a redirect would take the token elsewhere.
    private readonly Lazy<HttpClient> http = new(() => new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(60),
        MaxResponseContentBufferSize = 64 * 1024 * 1024,
    });

    /// <summary>Whether there is anything to read without an uploaded file.</summary>
    public bool Configured => settings.Source is PeopleSourceKind.Ldap or PeopleSourceKind.Graph || settings is { Source: PeopleSourceKind.Csv, File: not null };

    /// <summary>A file would contradict another directory.</summary>
    public bool TakesFiles => settings.Source is PeopleSourceKind.None or PeopleSourceKind.Csv;

    /// <summary>Null when nothing is configured, or no file is taken.</summary>
    public IPeopleSource? Open(byte[]? uploaded) => (settings, uploaded) switch
    {
        (_, { } file) => TakesFiles ? new CsvPeople(() => new MemoryStream(file, writable: false)) : null,
        ({ Source: PeopleSourceKind.Csv, File: { } path }, _) => new CsvPeople(() => File.OpenRead(path)),
        ({ Source: PeopleSourceKind.Ldap }, _) => new LdapPeople(settings.Ldap),
        ({ Source: PeopleSourceKind.Graph }, _) => new GraphPeople(settings.Graph, http.Value, time),
        _ => null,
    };

    public void Dispose()
    {
        if (http.IsValueCreated)
            http.Value.Dispose();
    }
}
