namespace NhiPortal.Connectors.Tests;

public sealed class ConnectorRegistrationTests
{
    [Fact]
    public void Kinds_AreUnique() => Assert.Equal(ConnectorRegistration.All.Length, ConnectorRegistration.All.Select(registration => registration.Kind.ToUpperInvariant()).Distinct().Count());

    [Fact]
    public void Kinds_AllHaveAContractTest() => Assert.Empty(
        ConnectorRegistration.All.Select(registration => $"{registration.Kind}ConnectorTests").Except(typeof(ConnectorRegistrationTests).Assembly.GetTypes()
            .Where(type => type.BaseType is { IsGenericType: true } contract && contract.GetGenericTypeDefinition() == typeof(ConnectorContract<>)).Select(type => type.Name)));

    [Fact]
    public void Kinds_ThatChangeTheirTarget_AllHaveAContractTestForIt() => Assert.Empty(
        ConnectorRegistration.All.Where(registration => registration.Acts).Select(registration => $"{registration.Kind}ActingTests").Except(typeof(ConnectorRegistrationTests).Assembly.GetTypes()
            .Where(type => type.BaseType is { IsGenericType: true } contract && contract.GetGenericTypeDefinition() == typeof(ActingContract<>)).Select(type => type.Name)));

    [Fact]
    public void Kinds_ThatOnlyRead_SayThatTheyDo() => Assert.False(ConnectorRegistration.Of("Csv")!.Acts);

    [Fact]
    public void Kinds_WithNothingSet_SayWhatIsMissing() => Assert.All(ConnectorRegistration.All, registration => Assert.NotEmpty(registration.Check(new())));

    [Fact]
    public void Settings_AsText_HoldNoSecret() => Assert.DoesNotContain("hush", new ConnectorSettings { Kind = "Ldap", Secret = "hush" }.ToString(), StringComparison.Ordinal);
}
