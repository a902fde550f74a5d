using FsCheck;
using FsCheck.Fluent;
using NhiPortal.SignIn;

namespace NhiPortal.Tests.SignIn;

/// <summary>No link can use signing in to send a person out of the portal.</summary>
public sealed class ReturnAddressTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/inbox")]
    [InlineData("/integrations/hr-sync?tab=grants#latest")]
    public void Local_AddressHere_IsKept(string address) => Assert.Equal(address, ReturnAddress.Local(address));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" /inbox")]
    [InlineData("inbox")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\t/evil.example")]
    [InlineData("/\n/evil.example")]
    [InlineData("/inbox\r\nSet-Cookie: a=b")]
    [InlineData("/sign-in?returnUrl=/sign-in")]
    [InlineData("/Sign-Out")]
    public void Local_AnythingElse_IsHome(string? address) => Assert.Equal("/", ReturnAddress.Local(address));

    [Fact]
    public void Local_WhateverIsAsked_StaysHere()
    {
        var portal = new Uri("https://nhi.example.org/");
        var pieces = Gen.Elements("/", "\\", "//", "evil.example", "https:", "\t", "%2f", "%5c", "@", "?", "#", ".", "..", " ", "a");
        var address = Gen.ListOf(pieces).Select(parts => string.Concat(parts));

        Prop.ForAll(address.ToArbitrary(), text => new Uri(portal, ReturnAddress.Local(text)).Host == portal.Host).QuickCheckThrowOnFailure();
    }
}
