-- Documents written and regions left whose units and revisions are not settled yet (`warehouse.settle`).
CREATE TABLE ops.unsettled (document_id VARCHAR, region_id VARCHAR);
