"""Find the disclosures: portal registry, CMS families, the one spider, the archive of originals."""
