using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Hosting;

namespace NhiPortal.Tests;

/// <summary>The whole program in this process, on a data folder of its own; a browser's requests without a browser.</summary>
public sealed partial class PortalHost : WebApplicationFactory<Program>
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nhiportal-host-");
    private readonly string environment;
    private readonly Dictionary<string, string> settings;

    private PortalHost(string environment, Dictionary<string, string> settings)
    {
        this.environment = environment;
        this.settings = settings;
        ClientOptions.AllowAutoRedirect = false;
        ClientOptions.BaseAddress = new Uri(settings.GetValueOrDefault("PublicAddress", "http://localhost"));
    }

    public static PortalHost Development(params (string Key, string Value)[] settings) =>
        new(Environments.Development, settings.Append(("Seed", "none")).DistinctBy(setting => setting.Item1).ToDictionary(setting => setting.Item1, setting => setting.Item2));

    public static PortalHost Production() => new(Environments.Production, new()
    {
        ["PublicAddress"] = "https://localhost",
        ["AzureAd:TenantId"] = Guid.NewGuid().ToString(),
        ["AzureAd:ClientId"] = Guid.NewGuid().ToString(),
        ["AzureAd:ClientSecret"] = "not used here",
        ["Proxy:Addresses:0"] = "192.0.2.1",
    });

    /// <summary>Asks as somebody who looks at a page.</summary>
    public static async Task<HttpResponseMessage> LookAsync(HttpClient client, string address)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, address);
        asked.Headers.Accept.ParseAdd("text/html");
        return await client.SendAsync(asked, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a form of ours, with the token that the page which shows it carries.</summary>
    public static async Task<HttpResponseMessage> SendFormAsync(HttpClient client, string page, string address, params (string Name, string Value)[] fields)
    {
        using var shown = await LookAsync(client, page);
        var token = Token().Match(await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Groups[1].Value;
        using var form = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        return await client.PostAsync(new Uri(address, UriKind.Relative), form, TestContext.Current.CancellationToken);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(environment).UseSetting("Data", folder.FullName);
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        // A job that was under way when the host ended may hold the database for another moment.
        for (var left = 50; ; left--)
            try
            {
                Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
                folder.Delete(recursive: true);
                return;
            }
            catch (IOException) when (left > 0)
            {
                await Task.Delay(100);
            }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
