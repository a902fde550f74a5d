using NhiPortal.Connectors.Vaults;
using NhiPortal.Data.Seed.Demo;
using NhiPortal.Features.Credentials;
using NhiPortal.Features.Rotations;

namespace NhiPortal.Tests.Features.Credentials;

/// <summary>Places that begin with a vault are written as that vault can be written to.</summary>
public sealed class VaultPlacesTests
{
    [Fact]
    public void Demo_AndTheExampleOfTheImport_NameSecretsAsVaultsDo()
    {
        var places = DemoOrganisation.Play(new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero)).Credentials.Select(c => c.KeptIn).Where(place => place.StartsWith("kv-", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(places);
        Assert.All([.. places, new CredentialImport().Columns.Single(column => column.Name == "kept_in").Example], place => Assert.NotNull(VaultReference.Of(place)));
    }

    [Theory]
    [InlineData("kv-prod/hr-sync", true, null)]
    [InlineData("kv-prod/hr-sync/secret", false, "kv-prod")]
    [InlineData("elsewhere/hr-sync", false, null)]
    [InlineData("config file on badge-01", false, null)]
    public void Place_OfAKnownVaultUnderAnImpossibleName_IsTold(string place, bool keeps, string? misspelt)
    {
        var vaults = new ConfiguredVaults(new Dictionary<string, VaultSettings> { ["kv-prod"] = new() { Kind = "File", Address = "/nowhere" } }, TimeProvider.System);
        Assert.Equal((keeps, misspelt), (vaults.Keeps(place), vaults.Misspelt(place)));
    }
}
